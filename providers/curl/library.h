#pragma once

namespace dgctl::providers {

/// Initialises libcurl, once in a process. What it frees it overwrites, since it may hold a secret;
/// keys of connections are written to no file, whatever SSLKEYLOGFILE says: that is taken out of
/// the environment. Throws engine::Error if the library cannot be used.
void use_library();

}  // namespace dgctl::providers
