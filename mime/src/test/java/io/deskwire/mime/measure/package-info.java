/** Measures how well mail is understood, over folders of labelled mail that are not part of the project. */
@NullMarked
package io.deskwire.mime.measure;

import org.jspecify.annotations.NullMarked;
