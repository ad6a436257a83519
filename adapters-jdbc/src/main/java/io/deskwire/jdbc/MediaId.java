package io.deskwire.jdbc;

/** Names an attachment as an item of work. */
record MediaId(String messageId, int index) {

    static MediaId of(String itemId) {
        int mark = itemId.lastIndexOf('#');
        return new MediaId(itemId.substring(0, mark), Integer.parseInt(itemId.substring(mark + 1)));
    }

    String itemId() {
        return messageId + "#" + index;
    }
}
