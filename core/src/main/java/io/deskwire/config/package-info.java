/**
 * Tenants' channel documents: the port that stores them, secrets, and problems reported all at once.
 */
@NullMarked
package io.deskwire.config;

import org.jspecify.annotations.NullMarked;
