"""What can be seen of a running adviser: logs without anybody's words, and counters for Prometheus."""
