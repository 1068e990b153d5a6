package io.entdb.store;

import io.entdb.model.TenantId;

/**
 * The last follow-up of a source that counted.
 *
 * @param incarnation of the source
 */
public record InboxMark(TenantId source, long incarnation, long number) {
  /** The mark of a source of which none counted yet. */
  public static InboxMark none(TenantId source) {
    return new InboxMark(source, 0, 0);
  }
}
