package com.example.shop.domain;

import java.util.Optional;

/** Where orders are kept. The domain says what it needs; how it is done is up to the infrastructure. */
public interface Orders {

    Optional<Order> find(String number);
}
