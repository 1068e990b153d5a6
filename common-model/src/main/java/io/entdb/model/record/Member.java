package io.entdb.model.record;

import io.entdb.model.Principal;
import io.entdb.model.Role;

/** A user of a tenant and its role there. */
public record Member(Principal user, Role role) {}
