/**
 * Outlook's own packing of mail, known as winmail.dat (MS-OXTNEF), and the compressed RTF in it (MS-OXRTFCP, MS-OXRTFEX).
 * A reader of our own, since the one library there is (Apache POI's HMEF) holds the whole file and all that is in it in memory.
 */
@NullMarked
package io.deskwire.mime.tnef;

import org.jspecify.annotations.NullMarked;
