package io.deskwire.app.cli;

import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Every setting as an option. */
final class SettingOptions {

    private SettingOptions() {}

    static void addTo(CommandSpec spec, Set<Setting> settings) {
        for (Setting setting : settings) {
            spec.addOption(OptionSpec.builder(setting.option())
                    .paramLabel(label(setting))
                    .type(String.class)
                    .description(setting.description() + " [" + setting.variable() + "]")
                    .build());
        }
    }

    private static String label(Setting setting) {
        String name = setting.name();
        return name.substring(name.indexOf('_') + 1);
    }

    /** What the command line and the environment say. */
    static Settings read(ParseResult parsed) {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (parsed.hasMatchedOption(setting.option())) {
                options.put(setting, parsed.matchedOptionValue(setting.option(), ""));
            }
        }
        return Settings.read(options, System.getenv());
    }
}
