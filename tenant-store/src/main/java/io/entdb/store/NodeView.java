package io.entdb.store;

import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import java.util.List;

/**
 * A node as a reader sees it.
 *
 * @param restricted whether it has an ACL; without one every role but guest reads it
 * @param acl its grants by principal, rising; empty with {@code restricted} = the owner alone
 * @param version from 1, one more with each change
 * @param createdAt unix ms of tenant time
 * @param updatedAt unix ms of tenant time
 */
public record NodeView(
    NodeId id,
    int typeId,
    Payload payload,
    Principal owner,
    boolean restricted,
    List<Grant> acl,
    long version,
    long createdAt,
    long updatedAt,
    boolean deleted,
    Storage storage) {}
