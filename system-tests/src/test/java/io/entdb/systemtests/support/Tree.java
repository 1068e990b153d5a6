package io.entdb.systemtests.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a YAML file: a mapping, a list, or a value.
 *
 * @param where the way to it, for messages
 */
public record Tree(String where, @Nullable Object content) {
  public boolean has(String key) {
    return content instanceof Map<?, ?> map && map.containsKey(key);
  }

  /** What stands under a key; nothing where the key is missing. */
  public Tree at(String key) {
    Object below = content instanceof Map<?, ?> map ? map.get(key) : null;
    return new Tree(where + "/" + key, below);
  }

  public boolean isMissing() {
    return content == null;
  }

  /** The value as text; empty where there is none. */
  public String text() {
    return content == null ? "" : content.toString();
  }

  /** The items of a list; none where there is no list. */
  public List<Tree> items() {
    var items = new ArrayList<Tree>();
    if (content instanceof List<?> list) {
      for (Object item : list) {
        items.add(new Tree(where + "[" + items.size() + "]", item));
      }
    }
    return items;
  }

  /** The entries of a mapping; none where there is none. */
  public Map<String, Tree> entries() {
    var entries = new LinkedHashMap<String, Tree>();
    if (content instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> entries.put(String.valueOf(key), new Tree(where + "/" + key, value)));
    }
    return entries;
  }
}
