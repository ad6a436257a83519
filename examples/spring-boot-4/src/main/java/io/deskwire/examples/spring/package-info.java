/** A helpdesk made with Spring Boot that has Deskwire inside. The same sources run on Spring Boot 3 and 4. */
@NullMarked
package io.deskwire.examples.spring;

import org.jspecify.annotations.NullMarked;
