package io.deskwire.work;

/** The item was settled under a claim that is no longer the newest, or was settled or released already; nothing was changed. */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeaseLostException(Claim claim) {
        super("lease lost on " + claim.id() + " (fence " + claim.fence() + ")");
    }
}
