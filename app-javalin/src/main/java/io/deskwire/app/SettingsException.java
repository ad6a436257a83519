package io.deskwire.app;

import java.util.List;

/** The installation is set up wrongly; holds everything that is wrong with it. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }
}
