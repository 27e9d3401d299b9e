#pragma once

#include <string>

// The connections that this process holds, found by where they lead: the library of the server
// keeps them to itself.

namespace dgctl::cmd {

/// Resets the connection with that peer: what is written to it afterwards goes nowhere.
void reset_connection(const std::string& address, int port);

/// Nothing more can be read from connections to a local port. What is being answered still is.
void end_reading(int local_port);

}  // namespace dgctl::cmd
