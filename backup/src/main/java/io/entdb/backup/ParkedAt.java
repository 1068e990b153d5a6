package io.entdb.backup;

/**
 * Why a tenant is not followed.
 *
 * @param n the record that could not be carried out
 */
public record ParkedAt(long n, String reason) {}
