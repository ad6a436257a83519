/** The core between scripted ends: what a helpdesk sees when things go well and when they do not. */
@NullMarked
package io.deskwire.testkit.pipeline;

import org.jspecify.annotations.NullMarked;
