/**
 * What a message is: written by a person, an automatic answer, a bounce, a receipt, a complaint.
 */
@NullMarked
package io.deskwire.mime.kind;

import org.jspecify.annotations.NullMarked;
