package io.entdb.store.rules;

/** What makes an edge one edge: its type and ends. */
public record EdgeKey(int edgeType, String from, String to) {}
