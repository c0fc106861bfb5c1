-- Each request is that of the next signed-in user: TOKENS names a file of tokens, one a line.
local requests = {}
local turn = 0

function init(arguments)
  for token in io.lines(os.getenv("TOKENS")) do
    local headers = { ["Authorization"] = "Bearer " .. token, ["Host"] = "app.example" }
    requests[#requests + 1] = wrk.format("GET", "/api/v1/items/7?page=2", headers)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
