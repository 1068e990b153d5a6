package io.entdb.store.rules;

import io.entdb.model.record.Member;

/**
 * A member as it is kept.
 *
 * @param joinedAt unix ms of tenant time of its first role
 */
public record MemberRow(Member member, long joinedAt) {}
