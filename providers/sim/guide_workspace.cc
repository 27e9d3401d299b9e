#include "providers/sim/workspace_files.h"

namespace dgctl::providers {

namespace {

// As a fold writes it, so that the first change does not move every line.
constexpr const char* kGuide = R"json({
  "format": "dgsim/1",
  "seed": 1,
  "clock": "2026-11-23T09:00:00Z",
  "operator": "ada@example.com",
  "workspace": {
    "account_id": "7a1b2c3d-0000-4000-8000-000000000001",
    "metastore": {"id": "5d1f0c1e-0000-4000-8000-000000000002", "name": "main"}
  },
  "users": {
    "ada@example.com": {
      "display_name": "Ada Ahmadi",
      "workspace_admin": true,
      "metastore_admin": true
    },
    "bob@example.com": {"display_name": "Bob Brandt"}
  },
  "groups": {"analysts": {"members": ["bob@example.com"]}},
  "service_principals": {
    "3f0c9a52-0000-4000-8000-0000000000aa": {"id": "4412398765430001", "display_name": "etl"}
  },
  "catalogs": {
    "finance": {
      "schemas": {
        "ledger": {
          "tables": {
            "accounts": {
              "columns": [["id", "STRING"], ["name", "STRING"]],
              "rows": [["4000", "Revenue"]]
            },
            "invoices": {
              "columns": [["id", "STRING"], ["account_id", "STRING"], ["amount", "DECIMAL(12,2)"]],
              "rows": [["inv-1", "a-1", "1000.00"]]
            },
            "salaries": {
              "columns": [["employee_id", "STRING"], ["amount", "DECIMAL(12,2)"]],
              "rows": [["e-1", "5200.00"]]
            }
          }
        },
        "public": {
          "tables": {
            "rates": {
              "columns": [["currency", "STRING"], ["rate", "DOUBLE"]],
              "rows": [["EUR", "1.08"], ["GBP", "1.27"]]
            }
          }
        }
      }
    },
    "hr": {
      "schemas": {
        "people": {
          "tables": {
            "employees": {
              "columns": [["id", "STRING"], ["name", "STRING"]],
              "rows": [["e-1", "Sam Lee"]]
            }
          }
        }
      }
    },
    "marketing": {
      "grants": {"analysts": ["USE_CATALOG"]},
      "schemas": {
        "email": {
          "tables": {
            "campaigns": {
              "columns": [["id", "STRING"], ["name", "STRING"]],
              "rows": [["c-1", "Autumn"]]
            },
            "opens": {
              "columns": [
                ["campaign_id", "STRING"],
                ["user_id", "STRING"],
                ["opened_at", "TIMESTAMP"]
              ],
              "rows": [["c-1", "u-1002", "2026-11-22 07:30:00"]]
            }
          }
        },
        "internal": {
          "tables": {
            "budgets": {
              "columns": [["quarter", "STRING"], ["amount", "DECIMAL(12,2)"]],
              "rows": [["2026-Q4", "50000.00"]]
            }
          }
        },
        "web": {
          "grants": {"analysts": ["SELECT", "USE_SCHEMA"]},
          "tables": {
            "identifies": {
              "columns": [["id", "STRING"], ["user_id", "STRING"], ["email", "STRING"]],
              "rows": [["i-1", "u-1001", "mia@example.com"]]
            },
            "pages": {
              "columns": [
                ["id", "STRING"],
                ["user_id", "STRING"],
                ["url", "STRING"],
                ["viewed_at", "TIMESTAMP"]
              ],
              "rows": [["p-1", "u-1001", "https://example.com/pricing", "2026-11-21 10:00:00"]]
            }
          }
        }
      }
    },
    "sales": {
      "grants": {"analysts": ["USE_CATALOG"]},
      "schemas": {
        "crm": {
          "grants": {"analysts": ["SELECT", "USE_SCHEMA"]},
          "tables": {
            "accounts": {
              "columns": [["id", "STRING"], ["name", "STRING"], ["arr", "DECIMAL(12,2)"]],
              "rows": [["a-1", "Acme", "12000.00"], ["a-2", "Umbra", null]]
            },
            "users": {
              "columns": [["id", "STRING"], ["email", "STRING"], ["account_id", "STRING"]],
              "rows": [["u-1001", "mia@example.com", "a-1"], ["u-1002", "noa@example.com", "a-2"]]
            }
          }
        }
      }
    },
    "segment_profiles": {
      "comment": "Profiles Sync",
      "schemas": {
        "ps_main": {
          "tables": {
            "id_graph_updates": {
              "columns": [
                ["segment_id", "STRING"],
                ["canonical_segment_id", "STRING"],
                ["timestamp", "TIMESTAMP"]
              ],
              "rows": [["use_3", "use_2", "2026-11-20 08:15:00"]]
            },
            "profile_merges": {
              "columns": [
                ["segment_id", "STRING"],
                ["canonical_segment_id", "STRING"],
                ["seq", "BIGINT"]
              ],
              "rows": [["use_3", "use_2", "4"]]
            },
            "user_identifiers": {
              "columns": [
                ["canonical_segment_id", "STRING"],
                ["type", "STRING"],
                ["value", "STRING"],
                ["seq", "BIGINT"]
              ],
              "rows": [["use_1", "user_id", "u-1001", "1"], ["use_2", "user_id", "u-1002", "2"]]
            },
            "user_traits": {
              "columns": [
                ["canonical_segment_id", "STRING"],
                ["name", "STRING"],
                ["value", "STRING"],
                ["seq", "BIGINT"]
              ],
              "rows": [
                ["use_1", "email", "mia@example.com", "1"],
                ["use_1", "plan", "pro", "2"],
                ["use_2", "plan", "free", "3"]
              ]
            }
          }
        }
      }
    }
  }
}
)json";

}  // namespace

std::string guide_workspace() { return kGuide; }

}  // namespace dgctl::providers
