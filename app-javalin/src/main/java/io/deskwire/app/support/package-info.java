/** What is handed to somebody who helps, and what is taken out of it before. */
@NullMarked
package io.deskwire.app.support;

import org.jspecify.annotations.NullMarked;
