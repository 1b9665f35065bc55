"""Which keys an author may write where, read off the spec models."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from engine.specs.findings import KeyPath


def keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys that may stand in the mapping at ``path`` of a document of kind ``model``.

    Empty where the author chooses the keys, as with the names of steps.
    """
    return [key for place in _places(model, path) for key in _keys(place)]


def models_at(model: type[BaseModel], path: KeyPath) -> list[type[BaseModel]]:
    """Return the models of what may stand at ``path``, where that is a mapping with keys of its own."""
    unwrapped = (each for place in _places(model, path) for each in _unwrapped(place))
    return [each for each in unwrapped if isinstance(each, type) and issubclass(each, BaseModel)]


def words_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the fixed words that may stand at ``path``, where the author has a choice of a few."""
    unwrapped = (each for place in _places(model, path) for each in _unwrapped(place))
    return [
        str(word) for each in unwrapped if get_origin(each) is Literal for word in get_args(each)
    ]


def _places(model: type[BaseModel], path: KeyPath) -> list[Any]:
    """Return the annotations of what may stand at ``path``."""
    places: list[Any] = [model]
    for element in path:
        places = [inner for place in places for inner in _inside(place, element)]
    return places


def _inside(place: Any, element: str | int) -> list[Any]:
    """Return the annotations found under ``element`` of a value annotated ``place``."""
    found: list[Any] = []
    for each in _unwrapped(place):
        if isinstance(each, type) and issubclass(each, BaseModel):
            found += [
                field.annotation
                for name, field in each.model_fields.items()
                if (field.alias or name) == element
            ]
        elif get_origin(each) is dict:
            found.append(get_args(each)[1])
        elif get_origin(each) is tuple:
            found.append(get_args(each)[0])
    return found


def _keys(place: Any) -> list[str]:
    found: list[str] = []
    for each in _unwrapped(place):
        if isinstance(each, type) and issubclass(each, BaseModel):
            found += [field.alias or name for name, field in each.model_fields.items()]
        elif get_origin(each) is dict and get_origin(get_args(each)[0]) is Literal:
            found += get_args(get_args(each)[0])
    return found


def _unwrapped(place: Any) -> list[Any]:
    """Return the alternatives of an annotation, without ``Annotated`` and unions around them."""
    if hasattr(place, "__metadata__"):
        return _unwrapped(place.__origin__)
    arguments = get_args(place)
    if arguments and get_origin(place) not in {dict, tuple, Literal}:
        return [inner for argument in arguments for inner in _unwrapped(argument)]
    return [place]
