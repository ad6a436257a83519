package io.deskwire.testkit;

/** Something of a tenant. */
record TenantKey(String tenantId, String id) {}
