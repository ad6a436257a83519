package io.deskwire.mime.reply;

import io.deskwire.message.Body.Confidence;

/**
 * What was found to be written this time.
 *
 * @param text the reply; empty when nothing but quotes stands there
 * @param confidence how sure that is
 * @param announced whether a line or block above a quote said whose words follow
 * @param below whether part of it stood below a quote
 * @param forward whether a mail that is passed on was found in it
 */
record Found(String text, Confidence confidence, boolean announced, boolean below, boolean forward) {}
