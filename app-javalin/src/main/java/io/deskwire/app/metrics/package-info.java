/** What happened, as Prometheus sees it. */
@NullMarked
package io.deskwire.app.metrics;

import org.jspecify.annotations.NullMarked;
