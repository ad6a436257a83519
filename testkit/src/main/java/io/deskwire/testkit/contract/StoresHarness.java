package io.deskwire.testkit.contract;

import io.deskwire.Stores;

/** What the contracts of the stores need from an implementation's test. */
public interface StoresHarness {

    /** Fresh and empty stores. Called once by every clause. */
    Stores stores();

    /**
     * Other stores over the same data, as a second node or a restarted process sees them. Stores that forget at the end of
     * the process answer with the same object.
     */
    default Stores reopen(Stores stores) {
        return stores;
    }
}
