package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;

/**
 * A user's role in a tenant, as the directory knows it.
 *
 * @param joinedAt unix ms of the tenant's time of the first role
 */
public record Membership(Principal user, TenantId tenant, Role role, long joinedAt) {}
