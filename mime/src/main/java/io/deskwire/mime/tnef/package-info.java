/**
 * Outlook's own packing of mail, known as winmail.dat (MS-OXTNEF), and the compressed RTF in it (MS-OXRTFCP, MS-OXRTFEX).
 */
@NullMarked
package io.deskwire.mime.tnef;

import org.jspecify.annotations.NullMarked;
