package io.deskwire.app.explain;

import io.deskwire.message.Content;

/**
 * One mail in a file.
 *
 * @param file the file as the user named or would name it
 * @param index position in the file, from 0
 * @param content its bytes
 */
public record StoredMail(String file, int index, Content content) {}
