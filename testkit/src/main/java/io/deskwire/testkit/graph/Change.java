package io.deskwire.testkit.graph;

/** Something that happened to an item in a folder; numbered, for delta. */
record Change(long number, Kind kind, GraphItem item, Folder folder, String immutableId, String ordinaryId) {

    /** What happened, named as subscriptions name it. */
    enum Kind {
        CREATED("created"),
        UPDATED("updated"),
        DELETED("deleted");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    String id(boolean immutable) {
        return immutable ? immutableId : ordinaryId;
    }
}
