package io.entdb.objects;

import java.time.Instant;

/**
 * A life of the log's topic. Positions contain its number, so that they never repeat, though a new
 * topic counts its offsets from 0 again.
 *
 * @param number from 0
 * @param topicId the id that Kafka gave the topic when it was created
 */
public record LogEpoch(int number, String topic, String topicId, Instant createdAt) {}
