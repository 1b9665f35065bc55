"""The language server, asked by a real client over its standard input and output."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types

from engine.services.checking import check_paths
from tests.support.editors import editor
from tests.support.linked_office import CHILD, parent_text

_EMPLOYERS = Path("procedures/social_protection/1.001806.yaml")


def test_what_the_editor_shows_is_what_the_check_finds(specs: Path) -> None:
    path = specs / _EMPLOYERS
    broken = path.read_text(encoding="utf-8").replace("by: division/head", "by: divisoin/head")
    broken = broken.replace("limit: 7 ngày làm việc", "limit: 17 ngày làm việc")

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path)
            assert await author.diagnostics(uri) == []
            author.type(uri, broken)
            shown = await author.diagnostics(uri)
            marked = {each.code: author.marked(uri, each.range) for each in shown}
            assert marked["MC110"] == "by: divisoin/head"
            error = next(each for each in shown if each.code == "MC110")
            assert error.severity is types.DiagnosticSeverity.Error
            assert error.source == "motcua"
            assert "Did you mean “division”?" in str(error.message)
            assert error.code_description is not None
            page = Path(error.code_description.href.removeprefix("file://"))
            assert page.read_text(encoding="utf-8").startswith("# MC110: ")
            path.write_text(broken, encoding="utf-8")
            found = [each for each in check_paths([specs]).findings if each.place.file == path]
            assert [each.code for each in shown] == [each.code for each in found]
            assert [each.range.start.line + 1 for each in shown] == [f.place.line for f in found]

    asyncio.run(story())


def test_an_unsaved_organisation_counts_for_the_procedures_that_are_open(specs: Path) -> None:
    organisation = specs / "organisation" / "hong-lam.yaml"

    async def story() -> None:
        async with editor(specs) as author:
            procedure = author.open(specs / _EMPLOYERS)
            assert await author.diagnostics(procedure) == []
            other = author.open(organisation)
            assert await author.diagnostics(other) == []
            text = organisation.read_text(encoding="utf-8")
            author.type(other, text.replace("\n  head: {", "\n  chief: {"))
            shown = await author.diagnostics(procedure, until={"MC111"})
            assert author.marked(procedure, shown[0].range) == "by: division/head"

    asyncio.run(story())


def test_half_typed_yaml_is_told_and_everything_else_still_answers(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8")
    half = text.replace("    by: division/officer\n", "    by: {division\n")

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path)
            await author.diagnostics(uri)
            author.type(uri, half)
            assert "MC001" in {each.code for each in await author.diagnostics(uri)}
            outline = await author.text_document_document_symbol_async(
                types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
            )
            steps = next(each for each in outline or () if each.name == "steps")
            names = [each.name for each in steps.children or ()]
            assert names == ["receive", "assign", "process", "review", "sign", "issue", "return"]
            where = author.at(uri, "form: [decision_number]", into=8)
            found = await author.text_document_definition_async(types.DefinitionParams(**where))
            assert author.marked(uri, found[0].range) == "decision_number"
            card = await author.text_document_hover_async(
                types.HoverParams(**author.at(uri, "  sign:\n", into=3))
            )
            assert "**Approve** `sign`" in card.contents.value

    asyncio.run(story())


def test_hovering_tells_keys_steps_limits_units_and_codes(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8") + 'accept: {MC301: "Bảng của quyết định ghi như vậy"}\n'

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path, text)

            async def told(words: str, into: int = 1) -> str:
                where = types.HoverParams(**author.at(uri, words, into=into))
                return (await author.text_document_hover_async(where)).contents.value

            assert await told("boundary_free:") == "`boundary_free:` Any desk may receive it."
            sign = await told("  sign:\n", 3)
            assert "Done by Leader of the agency, Department in charge: " in sign
            assert "Limit: 1 working day" in sign
            assert "← Review" in sign
            assert "→ Register and forward the result" in sign
            assert await told("7 ngày làm") == "56 working hours, or 7 working days of 8 hours"
            assert await told("division/officer") == "**Division in charge** `division`"
            assert await told("division/officer", 12) == "**Officer** `officer`"
            assert await told("[employer_name") == "**Name of the employer** `text`"
            assert (await told("MC301")).startswith("MC301: ")

    asyncio.run(story())


def test_names_lead_to_where_they_are_defined_also_in_other_files(specs: Path) -> None:
    path = specs / "procedures" / "minerals" / "HT-2916-I.yaml"
    organisation = specs / "organisation" / "hong-lam.yaml"

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path)
            text = author.texts[uri][0]
            role = text[text.index(" by: ") + 5 :].split("/")[0]
            where = types.DefinitionParams(**author.at(uri, f"by: {role}/", into=5))
            found = await author.text_document_definition_async(where)
            assert [each.uri for each in found] == [organisation.as_uri()]
            line = organisation.read_text(encoding="utf-8").splitlines()[found[0].range.start.line]
            assert line.startswith(f"  {role}: ")
            used = await author.text_document_references_async(
                types.ReferenceParams(
                    types.ReferenceContext(include_declaration=False),
                    where.text_document,
                    where.position,
                )
            )
            assert len({each.uri for each in used}) > 2

    asyncio.run(story())


def test_a_step_is_renamed_wherever_the_file_names_it(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8").replace(
        "    by: division/head\n    limit: 0,5 ngày làm việc\n  sign:",
        "    by: division/head\n    limit: 0,5 ngày làm việc\n"
        "    outcomes: {đồng: {to: sign}, back: {to: process, label: Trả lại 🎌}}\n  sign:",
    )

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path, text)
            where = author.at(uri, "back: {to: process", into=13)
            edit = await author.text_document_rename_async(
                types.RenameParams(**where, new_name="appraise")
            )
            changed = author.changed(uri, edit.changes[uri])
            assert "to: appraise, label: Trả lại 🎌" in changed
            assert "\n  appraise:\n" in changed
            assert changed.count("appraise") == 2
            refused = await author.text_document_rename_async(
                types.RenameParams(**where, new_name="sign")
            )
            assert refused is None
            assert any("not in use" in each for each in author.messages)

    asyncio.run(story())


def test_columns_are_counted_in_utf_16(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8").replace(
        "  assign:\n", "  # 🏛️ Phân công việc\n  assign:\n"
    )
    text = text.replace(
        "label: {vi: Phân công, en: Assign}", 'label: {vi: "🏛️𝒳 Phân công ở Huế", en: Assign, xx: 1}'
    )

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path, text)
            author.type(uri, text.replace('label: {vi: "🏛️𝒳', 'note: 𝒳 "🏛️", label: {vi: "𝒳'))
            await author.diagnostics(uri)
            author.type(
                uri,
                text.replace(
                    'label: {vi: "🏛️𝒳 Phân công ở Huế", en: Assign, xx: 1}',
                    'label: {vi: "🏛️𝒳 Phân công ở Huế", en: Assign}\n'
                    '    outcomes: {a: {label: "Trả 🏛️𝒳 lại", to: nowhere}, b: {to: process}}',
                ),
            )
            shown = {each.code: each for each in await author.diagnostics(uri)}
            assert author.marked(uri, shown["MC101"].range) == "to: nowhere"

    asyncio.run(story())


def test_layout_and_corrections_are_those_of_the_command_line(specs: Path) -> None:
    path = specs / "calendars" / "office.yaml"
    untidy = "# Lịch\nkind: calendar\ntitle: Lịch   # tên\ncode: 010\nextends: vn-national\n"

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path, untidy)
            shown = await author.diagnostics(uri)
            assert [each.code for each in shown] == ["MC016"]
            document = types.TextDocumentIdentifier(uri)
            offered = await author.text_document_code_action_async(
                types.CodeActionParams(
                    document, shown[0].range, types.CodeActionContext(diagnostics=shown)
                )
            )
            assert [each.kind for each in offered] == ["quickfix", "source.fixAll"]
            fixed = author.changed(uri, offered[0].edit.changes[uri])
            assert fixed == untidy.replace("010", '"010"')
            made = await author.text_document_formatting_async(
                types.DocumentFormattingParams(document, types.FormattingOptions(2, True))
            )
            assert author.changed(uri, made).startswith(
                '# Lịch\nkind: calendar\ncode: "010"\ntitle: Lịch  # tên\n'
            )

    asyncio.run(story())


def test_a_suggested_name_can_be_taken(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8").replace("by: division/officer", "by: division/oficer")

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path, text)
            shown = await author.diagnostics(uri)
            assert [each.code for each in shown] == ["MC111"]
            offered = await author.text_document_code_action_async(
                types.CodeActionParams(
                    types.TextDocumentIdentifier(uri),
                    shown[0].range,
                    types.CodeActionContext(diagnostics=shown),
                )
            )
            assert [each.title for each in offered] == ["Write “officer”"]
            assert author.changed(uri, offered[0].edit.changes[uri]) == path.read_text("utf-8")

    asyncio.run(story())


def test_what_can_be_written_is_offered_while_typing(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8")

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path)

            async def offered(typed: str, after: str = "    by: division/officer\n") -> set[str]:
                author.type(uri, text.replace(after, f"{after}{typed}\n", 1))
                where = author.at(uri, f"{after}{typed}\n", into=len(after) + len(typed))
                told = await author.text_document_completion_async(types.CompletionParams(**where))
                return {each.label for each in told}

            assert {"next", "outcomes", "note"} <= await offered("    ")
            assert "by" not in await offered("    ")
            assert {"receive", "sign", "return"} <= await offered("    next: ")
            assert {"receive", "sign"} <= await offered("    outcomes: {yes: {to: ")
            assert {"to", "end", "ask"} <= await offered("    outcomes: {yes: {")
            assert "refused" in await offered("    outcomes: {no: {end: ")
            assert {"workers", "employer_name"} <= await offered("    form: [employer_address, ")
            assert {"division/", "one_stop/"} <= await offered("    by: ")
            assert {"head", "officer"} <= await offered("    by: division/")
            assert "dossier.workers" in await offered("    choose: [{when: ")
            assert "MC301" in await offered("accept:\n  ", "level: province\n")
            assert "vn-national" in await offered("calendar: ", "level: province\n")

    asyncio.run(story())


def test_the_editor_is_answered_in_its_language(specs: Path) -> None:
    path = specs / _EMPLOYERS

    async def told(**settings: object) -> str:
        async with editor(specs, **settings) as author:  # type: ignore[arg-type]
            uri = author.open(path)
            where = types.HoverParams(**author.at(uri, "boundary_free:", into=2))
            return (await author.text_document_hover_async(where)).contents.value

    async def story() -> None:
        english = "`boundary_free:` Any desk may receive it."
        assert await told(locale="vi-VN") != english
        assert await told(locale="vi", options={"language": "en"}) == english
        assert await told(locale="vi", arguments=("--lang", "en")) == english

    asyncio.run(story())


def test_hostile_texts_are_survived(specs: Path) -> None:
    path = specs / _EMPLOYERS
    texts = {
        "a: " + "[" * 5_000: "MC003",
        "x" * 300_000: "MC002",
        "kind: procedure\nsteps: \x07": "MC001",
        "kind: &a [*a]\n": "MC005",
        "\u2028\u2029kind: procedure\u2028steps: {": "MC001",
        "? {a: 1}\n: 2\nkind: procedure\n": "MC007",
        "": "MC006",
        "\ufeffkind: procedure\ncodes: 1\n": "MC014",
    }

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path)
            await author.diagnostics(uri)
            for text, code in texts.items():
                author.type(uri, text)
                shown = await author.diagnostics(uri)
                assert code in {each.code for each in shown}, text[:40]
                document = types.TextDocumentIdentifier(uri)
                await author.text_document_document_symbol_async(
                    types.DocumentSymbolParams(document)
                )
                spot = types.CompletionParams(document, types.Position(0, 9_999))
                await author.text_document_completion_async(spot)

    asyncio.run(story())


def test_a_file_that_is_no_specification_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"

    async def story() -> None:
        async with editor(tmp_path) as author:
            uri = author.open(path, "services: {web: {image: nginx}}\n")
            assert await author.diagnostics(uri) == []
            author.type(uri, "kind: procedure\n")
            assert "MC015" in {each.code for each in await author.diagnostics(uri)}

    asyncio.run(story())


def test_a_run_that_fails_is_shown_step_by_step(specs: Path) -> None:
    path = specs / _EMPLOYERS
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "    by: division/officer\n", "    by: division/officer\n    next: {all: [review, sign]}\n"
    ).replace("  issue:\n", "  issue:\n    join: all\n")
    text = text.replace(
        "    limit: 0,5 ngày làm việc\n  sign:",
        "    limit: 0,5 ngày làm việc\n"
        "    outcomes: {agree: {to: issue}, drop: {end: refused}}\n  sign:",
    )

    async def story() -> None:
        async with editor(specs) as author:
            uri = author.open(path, text)
            shown = {each.code: each for each in await author.diagnostics(uri)}
            run = shown["MC212"].related_information or []
            told = [(each.message, author.marked(uri, each.location.range)) for each in run]
            assert told[0] == ("Check, receive, scan and forward the dossier: Accept", "receive")
            assert told[-1][1].startswith("drop")

    asyncio.run(story())


def test_what_starts_a_linked_procedure_leads_into_it_and_back_to_its_own_fields(
    specs: Path,
) -> None:
    child = specs / "procedures" / "child.yaml"
    child.write_text(CHILD, encoding="utf-8")
    parent = specs / "procedures" / "parent.yaml"
    parent.write_text(parent_text(), encoding="utf-8")

    async def story() -> None:
        async with editor(specs) as author:
            mine, other = author.open(parent), author.open(child)

            async def leads(words: str, into: int) -> list[tuple[str, str]]:
                where = types.DefinitionParams(**author.at(mine, words, into=into))
                found = await author.text_document_definition_async(where)
                return [(each.uri, author.marked(each.uri, each.range)) for each in found or ()]

            assert await leads('procedure: "9.000001"', 14) == [(other, "9.000001")]
            assert await leads("{amount: price}", 1) == [(other, "amount")]
            assert await leads("{amount: price}", 10) == [(mine, "price")]
            card = await author.text_document_hover_async(
                types.HoverParams(**author.at(mine, 'procedure: "9.000001"', into=14))
            )
            assert card.contents.value == "**Thử liên thông** `9.000001`"

    asyncio.run(story())
