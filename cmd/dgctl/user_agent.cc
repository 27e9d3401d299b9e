#include "cmd/dgctl/user_agent.h"

#include <algorithm>
#include <array>

#include "cmd/dgctl/version.h"

namespace dgctl::cmd {
namespace {

struct Sign {
  const char* variable;
  const char* value;  ///< nullptr: any
  const char* provider;
};
constexpr std::array kSigns{Sign{"GITHUB_ACTIONS", "true", "github"},
                            Sign{"GITLAB_CI", "true", "gitlab"},
                            Sign{"JENKINS_URL", nullptr, "jenkins"},
                            Sign{"TF_BUILD", "True", "azure-devops"},
                            Sign{"CIRCLECI", "true", "circle"},
                            Sign{"TRAVIS", "true", "travis"},
                            Sign{"BITBUCKET_BUILD_NUMBER", nullptr, "bitbucket"},
                            Sign{"CODEBUILD_BUILD_ARN", nullptr, "aws-code-build"},
                            Sign{"TFC_RUN_ID", nullptr, "tf-cloud"}};

/// What may stand in a part of it.
std::string clean(std::string text) {
  std::replace_if(
      text.begin(),
      text.end(),
      [](char c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool is_digit = c >= '0' && c <= '9';
        return !is_letter && !is_digit && std::string_view("_.+-").find(c) == std::string::npos;
      },
      '-');
  return text;
}

}  // namespace

std::string user_agent(const std::string& strategy, providers::Surroundings& surroundings) {
  std::string text = "dgctl/" + clean(version()) + " lang/cpp-20 os/linux";
  if (!strategy.empty()) text += " auth/" + clean(strategy);
  const auto* sign = std::find_if(kSigns.begin(), kSigns.end(), [&](const Sign& candidate) {
    const auto value = surroundings.variable(candidate.variable);
    if (!value || value->empty()) return false;
    return candidate.value == nullptr || *value == candidate.value;
  });
  if (sign != kSigns.end()) text += std::string(" cicd/") + sign->provider;
  return text;
}

}  // namespace dgctl::cmd
