package io.entdb.gateway.wiring;

import io.entdb.gateway.admission.Admission;
import io.entdb.gateway.admission.ApiKeys;
import io.entdb.gateway.admission.Authenticator;
import io.entdb.gateway.admission.RateLimits;
import io.entdb.gateway.backup.Rebasing;
import io.entdb.gateway.backup.SnapshotRequests;
import io.entdb.gateway.commit.Committer;
import io.entdb.gateway.commit.Receipts;
import io.entdb.gateway.control.Content;
import io.entdb.gateway.control.Exports;
import io.entdb.gateway.control.Groups;
import io.entdb.gateway.control.Members;
import io.entdb.gateway.control.Quotas;
import io.entdb.gateway.control.SharedWithMe;
import io.entdb.gateway.control.Sharing;
import io.entdb.gateway.control.Statuses;
import io.entdb.gateway.control.Users;
import io.entdb.gateway.read.Changes;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.schema.Schemas;
import io.entdb.gateway.schema.SeenSchemas;
import io.entdb.gateway.tenants.Creation;
import io.entdb.gateway.tenants.Directory;

/**
 * What a connected gateway offers, below any protocol.
 *
 * @param topic the log's name, which clients' positions carry
 */
public record Services(
    String topic,
    Committer committer,
    Receipts receipts,
    Reads reads,
    Changes changes,
    Schemas schemas,
    SeenSchemas seenSchemas,
    Directory directory,
    Creation creation,
    Members members,
    Groups groups,
    Sharing sharing,
    Content content,
    Statuses statuses,
    Users users,
    SharedWithMe sharedWithMe,
    Quotas quotas,
    Exports exports,
    Authenticator authenticator,
    Admission admission,
    RateLimits limits,
    ApiKeys apiKeys,
    SnapshotRequests snapshots,
    Rebasing rebasing) {}
