/**
 * Every store of Deskwire on PostgreSQL and on the embedded SQLite database, the tenants' own configuration tables, and
 * the built-in tickets. {@link io.deskwire.jdbc.Database} is the way in.
 */
@NullMarked
package io.deskwire.jdbc;

import org.jspecify.annotations.NullMarked;
