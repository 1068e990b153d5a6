package io.entdb.gateway.rest;

import io.entdb.model.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that a method needs. On a class: that all of its methods but GET need. Without it, GET
 * needs {@code read} and all else {@code write}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface NeedsScope {
  Scope value();
}
