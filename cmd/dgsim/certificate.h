#pragma once

#include <memory>
#include <string>

// As libcrypto calls an X509 and an EVP_PKEY.
struct x509_st;      // NOLINT(readability-identifier-naming): the library's name
struct evp_pkey_st;  // NOLINT(readability-identifier-naming): the library's name

namespace dgctl::cmd {

/// What a server proves itself with that listens on this machine: a certificate for 127.0.0.1, ::1
/// and localhost, signed by an authority that is made for it alone. The keys are in memory only,
/// and that of the authority is gone once it has signed.
struct Certificate {
  std::shared_ptr<x509_st> certificate;
  std::shared_ptr<evp_pkey_st> key;
  std::string authority;  ///< its certificate as PEM: what a client must trust
};

/// Valid from a day ago for 30 days by the machine's clock. Throws engine::Error.
Certificate make_certificate();

}  // namespace dgctl::cmd
