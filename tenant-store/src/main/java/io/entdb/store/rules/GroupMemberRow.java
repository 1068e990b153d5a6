package io.entdb.store.rules;

import io.entdb.model.Principal;

/** A principal's place in a group. */
public record GroupMemberRow(Principal group, Principal member, String role) {}
