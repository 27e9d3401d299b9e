#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <openssl/x509.h>

namespace dgctl::tests {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

/// A certificate with its key.
struct Identity {
  Certificate certificate{nullptr, X509_free};
  Key key{nullptr, EVP_PKEY_free};
};

/// An authority that is made anew for each test, and what it signs.
class Authority {
 public:
  explicit Authority(const char* name = "an authority");
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;
  ~Authority();

  /// `names`: "DNS:a.example.com,IP:127.0.0.1". Valid between so many days from now.
  Identity sign(const std::string& names, long from_day = -1, long to_day = 30) const;
  /// The authority's certificate as a file.
  [[nodiscard]] std::string file() const { return (folder_ / "authority.pem").string(); }
  /// A signed certificate and its key as files; returns the folder: "certificate.pem", "key.pem".
  std::filesystem::path write(const Identity& identity);

 private:
  std::filesystem::path folder_;
  Identity own_;
};

/// A certificate that only itself vouches for.
Identity self_signed(const std::string& names);

}  // namespace dgctl::tests
