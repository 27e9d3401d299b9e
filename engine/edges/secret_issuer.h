#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "engine/model/lookup.h"
#include "engine/model/secret.h"

namespace dgctl::engine {

struct IssuedSecret {
  SecretInfo info;
  Secret value;
};

/// Makes and deletes client secrets. Throws ProviderError, which never holds a value.
class SecretIssuer {
 public:
  virtual ~SecretIssuer() = default;
  /// One more secret, which expires after `lifetime`. Asked for once: where the error says that it
  /// may have happened there is perhaps a secret whose value nobody knows.
  virtual IssuedSecret issue(const std::string& principal_id,
                             std::chrono::seconds lifetime,
                             std::stop_token stop) = 0;
  /// Deleting what is gone already succeeds.
  virtual void retire(const std::string& principal_id,
                      const std::string& secret_id,
                      std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
