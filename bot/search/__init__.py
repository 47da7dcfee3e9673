"""Search that answers: words and meaning fused over records and passages, then a decision."""
