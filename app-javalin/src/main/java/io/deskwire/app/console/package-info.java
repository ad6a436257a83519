/**
 * The operator's web pages: server-rendered, usable without scripts, strict about what may run. Everything that customers
 * wrote is escaped by the templates, or shown as cleaned HTML inside a sandbox of its own.
 */
@NullMarked
package io.deskwire.app.console;

import org.jspecify.annotations.NullMarked;
