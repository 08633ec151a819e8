package com.example.shop.application;

import com.example.shop.domain.Order;
import com.example.shop.domain.Orders;
import java.math.BigDecimal;

/** What happens when a customer pays. */
public final class Checkout {
    private final Orders orders;

    public Checkout(Orders orders) {
        this.orders = orders;
    }

    /** The amount to charge for an order. */
    public BigDecimal amountDue(String number) {
        return orders.find(number)
                .map(Order::total)
                .orElseThrow(() -> new IllegalArgumentException("there is no order \"" + number + "\""));
    }
}
