package io.entdb.model.record;

import io.entdb.model.Value;

/** The plan goes on only while the field holds this value; null matches absent as well. */
public record Precondition(int fieldId, Value equals) {}
