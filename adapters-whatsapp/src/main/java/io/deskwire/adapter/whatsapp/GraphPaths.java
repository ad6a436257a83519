package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;

/** Where messages and files are posted: Meta names the number in the path, 360dialog knows it by the key. */
final class GraphPaths {

    private final Flavour flavour;
    private final NumberId number;

    GraphPaths(Flavour flavour, NumberId number) {
        this.flavour = flavour;
        this.number = number;
    }

    String messages() throws ChannelException {
        return flavour == Flavour.DIALOG_360 ? "/messages" : numbered("/messages");
    }

    String media() throws ChannelException {
        return flavour == Flavour.DIALOG_360 ? "/media" : numbered("/media");
    }

    private String numbered(String path) throws ChannelException {
        return "/" + ProviderApi.escaped(number.require()) + path;
    }
}
