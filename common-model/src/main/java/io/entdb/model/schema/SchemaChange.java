package io.entdb.model.schema;

/**
 * One difference between two schemas.
 *
 * @param code what changed: {@code FIELD_KIND_CHANGED} …; stable, for programs
 * @param path where: {@code schema}, {@code node:1}, {@code node:1.field:2}, {@code edge:9.prop:1}
 * @param breaking whether data or clients that rely on the old schema would break
 * @param text for people, with the old and the new value
 */
public record SchemaChange(String code, String path, boolean breaking, String text) {
  /** Code and path: {@code FIELD_KIND_CHANGED node:1.field:2}. */
  public String name() {
    return code + " " + path;
  }
}
