package io.entdb.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a JSON object that must be there and of a kind. */
public final class JsonFields {
  private final JsonNode node;

  public JsonFields(JsonNode node) throws IOException {
    if (!node.isObject()) {
      throw new IOException("expected an object, found " + node.getNodeType());
    }
    this.node = node;
  }

  /** A whole number. */
  public long number(String field) throws IOException {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IOException("field " + field + " is missing or no whole number");
    }
    return value.longValue();
  }

  /** A string. */
  public String text(String field) throws IOException {
    return optionalText(field)
        .orElseThrow(() -> new IOException("field " + field + " is missing or no string"));
  }

  /** A string; empty = there is none. */
  public Optional<String> optionalText(String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }

  /** Whether the field is there. */
  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  public JsonFields object(String field) throws IOException {
    return new JsonFields(node.path(field));
  }

  /** The objects of an array. */
  public List<JsonFields> objects(String field) throws IOException {
    var objects = new ArrayList<JsonFields>();
    for (JsonNode item : array(field)) {
      objects.add(new JsonFields(item));
    }
    return objects;
  }

  /** The strings of an array. */
  public List<String> texts(String field) throws IOException {
    var texts = new ArrayList<String>();
    for (JsonNode item : array(field)) {
      if (!item.isTextual()) {
        throw new IOException("field " + field + " has an item that is no string");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  private JsonNode array(String field) throws IOException {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw new IOException("field " + field + " is missing or no array");
    }
    return value;
  }
}
