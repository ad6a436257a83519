/**
 * What the HTTP API takes and answers, kept by hand in {@code /openapi/*.json}, a file a topic, and put together as a document of
 * OpenAPI 3.1 for programs and as a {@link io.deskwire.app.openapi.Reference} for people.
 */
@NullMarked
package io.deskwire.app.openapi;

import org.jspecify.annotations.NullMarked;
