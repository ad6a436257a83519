/**
 * A channel of one's own: text messages through a gateway that speaks HTTP. Complete, small, and held by the same contract
 * tests as the channels that come with Deskwire.
 *
 * <p>What the gateway's answers mean:
 *
 * <table>
 * <caption>Answers and kinds of failure</caption>
 * <tr><td>no connection, 5xx</td><td>TRANSIENT</td></tr>
 * <tr><td>429</td><td>THROTTLED, with its Retry-After</td></tr>
 * <tr><td>401, 403</td><td>AUTH</td></tr>
 * <tr><td>404 on the inbox</td><td>NOT_FOUND</td></tr>
 * <tr><td>something else than its documents say</td><td>MALFORMED</td></tr>
 * <tr><td>422 on sending</td><td>that recipient is REJECTED</td></tr>
 * <tr><td>any other 4xx</td><td>PERMANENT</td></tr>
 * <tr><td>the connection ended after the request had left</td><td>Uncertain; the gateway is asked by our reference</td></tr>
 * </table>
 */
@NullMarked
package io.deskwire.examples.sms;

import org.jspecify.annotations.NullMarked;
