/** Who did what with the installation: sign-ins, changes of configuration, decisions about messages. */
@NullMarked
package io.deskwire.audit;

import org.jspecify.annotations.NullMarked;
