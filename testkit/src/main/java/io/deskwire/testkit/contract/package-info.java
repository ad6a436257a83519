/**
 * The contracts of the ports as JUnit test interfaces: implement one, hand it what is tested, and every clause runs. Needs
 * JUnit Jupiter and AssertJ on the test class path.
 *
 * <p>Clauses give two tenants the same channel ids, source keys and Message-IDs wherever one could see the other.
 */
@NullMarked
package io.deskwire.testkit.contract;

import org.jspecify.annotations.NullMarked;
