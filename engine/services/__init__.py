"""One public function per use case: load, decide, write in one transaction, return."""
