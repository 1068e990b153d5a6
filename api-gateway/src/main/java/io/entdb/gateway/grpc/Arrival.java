package io.entdb.gateway.grpc;

import io.entdb.gateway.admission.Credentials;
import io.entdb.gateway.requests.RequestFacts;
import io.grpc.Deadline;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the metadata of a call say.
 *
 * @param facts what becomes known of it
 * @param actor named beside the message; empty = none
 * @param allowStale whether an answer that is too old is better than none
 * @param deadline when the client stops waiting; empty = it does not say
 * @param stale set when the answer is older than the caller may expect
 * @param elsewhere set to the tenants that the answer lacks, with their nodes; empty = none
 */
record Arrival(
    RequestFacts facts,
    Credentials credentials,
    Optional<String> actor,
    boolean allowStale,
    Optional<Deadline> deadline,
    AtomicBoolean stale,
    AtomicReference<String> elsewhere) {}
