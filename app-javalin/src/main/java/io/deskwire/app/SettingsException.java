package io.deskwire.app;

import java.util.List;

/** Options or environment variables are wrong; says everything that is wrong with them. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
